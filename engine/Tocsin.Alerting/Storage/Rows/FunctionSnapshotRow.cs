namespace Tocsin.Alerting.Storage.Rows;

/// <summary>What the function of another process knew that a node of a task uses.</summary>
/// <param name="Function">The function's name: another one cannot read it.</param>
/// <param name="Snapshot">In a form that only the function knows.</param>
public sealed record FunctionSnapshotRow(string Function, byte[] Snapshot);
