"""Nothing lost, nothing twice: real processes under faults and SIGKILL; what people were told against what stands."""
