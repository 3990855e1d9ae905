namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>What the submitter has of a final task.</summary>
internal enum DeliveryState : byte
{
    /// <summary>Nothing.</summary>
    Pending,

    /// <summary>The result was sent and is not acknowledged: it counts in the client's window.</summary>
    Sent,

    /// <summary>The result, or it wants none.</summary>
    Delivered,
}
