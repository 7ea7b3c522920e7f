"""Version schemes: how each kind of package orders its versions."""
