namespace ScaleMs.Actors.Contracts.Batches;

/// <summary>A message that crosses processes through <see cref="BatchSerializer"/>.</summary>
public interface IBatch;
