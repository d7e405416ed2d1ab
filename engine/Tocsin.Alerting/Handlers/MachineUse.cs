namespace Tocsin.Alerting.Handlers;

/// <summary>What a definition wants of the machine that the server runs on.</summary>
/// <param name="Name">The program, the file, or the path of a script as the definition has it; empty for code that stands in the definition itself.</param>
public readonly record struct MachineUse(MachineUseKind Kind, string Name);
