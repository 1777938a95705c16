// Before anything is drawn: light, dark, or as the system has it.
const theme = localStorage.getItem("theme");
if (theme) document.documentElement.dataset.theme = theme;
