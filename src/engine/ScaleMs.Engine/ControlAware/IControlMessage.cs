namespace ScaleMs.Engine.ControlAware;

/// <summary>Marks a message that a control-aware mailbox delivers before all that are not marked.</summary>
public interface IControlMessage;
