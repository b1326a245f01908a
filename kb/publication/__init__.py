"""What the public reads: immutable snapshots, lists and ways back."""
