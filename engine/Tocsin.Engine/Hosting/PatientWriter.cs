using Tocsin.Alerting.Storage.Records;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Hosting;

/// <summary>
/// Takes points whose senders cannot be asked to come again: while nothing can be stored, or a task can keep no more, they wait in the bounded buffers of the inputs.
/// </summary>
internal sealed class PatientWriter(PointWriter writer, IStateStore store, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc cref="Inputs.Intake.TakeLines"/>
    public async ValueTask<IReadOnlyList<LineError>> WriteAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> texts, string database, string retentionPolicy, Precision precision, CancellationToken cancellationToken)
    {
        while (store.Failure is not null || writer.MayRefuse(database, retentionPolicy))
            await Task.Delay(Look, time, cancellationToken).ConfigureAwait(false);
        return await writer.WriteAsync(texts, database, retentionPolicy, precision, cancellationToken).ConfigureAwait(false);
    }
}
