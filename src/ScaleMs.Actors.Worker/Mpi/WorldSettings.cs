using ScaleMs.Actors.Worker.Resources;

namespace ScaleMs.Actors.Worker.Mpi;

/// <summary>How a worker's interpreters become ranks of MPI worlds.</summary>
/// <param name="Launcher">Starts ranks.</param>
/// <param name="Slots">Number of slots: ranks of the world that they share.</param>
/// <param name="Resources">What the worker has besides slots.</param>
/// <param name="Leases">Cores that worlds may have for themselves.</param>
internal sealed record WorldSettings(MpiLauncher Launcher, int Slots, ResourceSettings Resources, DeviceLeases Leases);
