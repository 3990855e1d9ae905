namespace ScaleMs.Actors.Contracts.Transfer;

/// <summary>A message that crosses processes through <see cref="TransferSerializer"/>.</summary>
public interface ITransferMessage;
