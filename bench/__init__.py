import warnings

#: PostgreSQL's wheel looks for a runtime folder, and says so where a machine has none.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
