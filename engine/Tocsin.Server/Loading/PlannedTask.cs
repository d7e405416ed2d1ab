namespace Tocsin.Server.Loading;

/// <summary>A task that is made from a template.</summary>
/// <param name="File">Its file, which names it.</param>
/// <param name="Definition">What the file says.</param>
internal sealed record PlannedTask(LoadFile File, TaskFile Definition);
