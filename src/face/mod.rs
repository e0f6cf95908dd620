//! Pixels to readings: detector, mesh, pose, openness, quality, embedding.
