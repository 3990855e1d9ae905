namespace ScaleMs.Actors.Master.Ledger.Table;

/// <summary>Whether the submitter has a final task's result.</summary>
internal enum DeliveryState : byte
{
    /// <summary>Not sent.</summary>
    Pending,

    /// <summary>The result was sent and is not acknowledged: it counts in the client's window.</summary>
    Sent,

    /// <summary>Acknowledged, or not wanted.</summary>
    Delivered,
}
