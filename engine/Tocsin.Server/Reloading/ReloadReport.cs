using Tocsin.Server.Loading;

namespace Tocsin.Server.Reloading;

/// <summary>What came of a reload.</summary>
/// <param name="Configuration">Of the configuration; null when it was not asked for, or there is none.</param>
/// <param name="Definitions">Of the folder of definitions; null when it was not asked for, or there is none.</param>
internal sealed record ReloadReport(ConfigReport? Configuration, LoadReport? Definitions);
