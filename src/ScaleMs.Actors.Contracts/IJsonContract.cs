namespace ScaleMs.Actors.Contracts;

/// <summary>A message that crosses processes as JSON, through <c>JsonContractSerializer</c>.</summary>
public interface IJsonContract;
