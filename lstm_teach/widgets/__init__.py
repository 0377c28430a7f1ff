"""What moves on the screen: the explorer of a cell, the explorer of shapes, any plot behind sliders."""
