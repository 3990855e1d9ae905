using System.Text.Json.Serialization;

namespace ScaleMs.Actors.Examples.Argon;

/// <summary>The results of one replica. The same input gives the same digits in every process.</summary>
/// <param name="Seed">As given.</param>
/// <param name="TargetTemperatureKelvin">The requested temperature, in K.</param>
/// <param name="Atoms">As given.</param>
/// <param name="Steps">As given.</param>
/// <param name="MeanTemperatureKelvin">Mean kinetic temperature of the constant-energy run, in K.</param>
/// <param name="PotentialEnergyKjPerMol">Mean potential energy per mole of atoms, in kJ/mol, with the tail correction.</param>
/// <param name="PressureMpa">Mean pressure from the virial, in MPa, with the tail correction.</param>
/// <param name="FirstPeakAngstrom">Where g(r) has its first maximum, in angstrom.</param>
/// <param name="FirstPeakHeight">g(r) there.</param>
/// <param name="DiffusionCm2PerS">Coefficient of self-diffusion, in cm2/s.</param>
/// <param name="EnergyDriftKjPerMol">Total energy per mole of atoms at the end of the constant-energy run less that at its start, in kJ/mol.</param>
public sealed record ReplicaResult(
    [property: JsonPropertyName("seed")] int Seed,
    [property: JsonPropertyName("target_temperature_kelvin")] double TargetTemperatureKelvin,
    [property: JsonPropertyName("atoms")] int Atoms,
    [property: JsonPropertyName("steps")] int Steps,
    [property: JsonPropertyName("mean_temperature_kelvin")] double MeanTemperatureKelvin,
    [property: JsonPropertyName("potential_energy_kj_per_mol")] double PotentialEnergyKjPerMol,
    [property: JsonPropertyName("pressure_mpa")] double PressureMpa,
    [property: JsonPropertyName("first_peak_angstrom")] double FirstPeakAngstrom,
    [property: JsonPropertyName("first_peak_height")] double FirstPeakHeight,
    [property: JsonPropertyName("diffusion_cm2_per_s")] double DiffusionCm2PerS,
    [property: JsonPropertyName("energy_drift_kj_per_mol")] double EnergyDriftKjPerMol);
