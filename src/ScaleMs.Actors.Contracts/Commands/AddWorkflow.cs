using ScaleMs.Actors.Contracts.Submissions;

namespace ScaleMs.Actors.Contracts.Commands;

/// <summary>
/// Adds all tasks of a workflow or none (what the seed meant by <c>raptor_work_deserializer</c>). The sender gets a
/// <see cref="CommandReply"/> whose return value is the uid of each task by its name, then a <see cref="TaskResult"/> for each.
/// </summary>
public sealed record AddWorkflow(WorkflowDocument Workflow) : Command, IJsonContract;
