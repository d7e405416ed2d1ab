using Tocsin.Alerting.Configuration;

namespace Tocsin.Engine.Drills;

/// <summary>A drill of a file.</summary>
/// <param name="Definition">What it says.</param>
/// <param name="Place">Where it begins.</param>
public sealed record DrillFileEntry(DrillDefinition Definition, ConfigPlace? Place);
