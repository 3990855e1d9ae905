using ScaleMs.Actors.Contracts.Submissions;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Adds all tasks of a workflow or none (intended by the seed as <c>raptor_work_deserializer</c>). The sender gets a
/// <see cref="CommandReply"/> whose return value maps each task's name to its uid, then a <see cref="TaskResult"/> for each task.
/// </summary>
public sealed record AddWorkflow(WorkflowDocument Workflow) : Command, IJsonContract;
