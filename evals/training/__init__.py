"""Training of the learned judges of the embedded brain; needs the extra ``training``."""
