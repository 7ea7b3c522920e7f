"""Maven's project object model. Helpers of the readers of this family."""
