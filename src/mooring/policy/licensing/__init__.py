"""What the gate about licences is made of."""
