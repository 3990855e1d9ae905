namespace ScaleMs.Actors.Contracts;

/// <summary>A message that crosses processes as JSON, through <see cref="Json.JsonContractSerializer"/>.</summary>
public interface IJsonContract;
