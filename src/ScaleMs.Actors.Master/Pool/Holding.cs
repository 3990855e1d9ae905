using System.Collections.Immutable;
using ScaleMs.Actors.Contracts.Tasks;

namespace ScaleMs.Actors.Master.Pool;

/// <summary>What some ranks of a task hold of a node's resources; the default is nothing.</summary>
/// <param name="Resources">What each of them holds.</param>
/// <param name="Ranks">How many they are.</param>
/// <param name="Gpus">Indices of their GPUs, rank after rank; default = none.</param>
internal readonly record struct Holding(TaskResources? Resources, int Ranks, ImmutableArray<int> Gpus);
