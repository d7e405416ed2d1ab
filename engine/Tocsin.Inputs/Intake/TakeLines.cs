using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Intake;

/// <summary>Gives lines of points to the tasks that read a database; ends when there is room for more. Answers the bad lines.</summary>
public delegate ValueTask<IReadOnlyList<LineError>> TakeLines(
    IReadOnlyList<ReadOnlyMemory<byte>> texts, string database, string retentionPolicy, Precision precision, CancellationToken cancellationToken);
