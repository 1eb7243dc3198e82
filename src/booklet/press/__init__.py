"""What comes of finished pages: sheets to fold, staple and cut; handouts, tests and cards for the classroom."""
