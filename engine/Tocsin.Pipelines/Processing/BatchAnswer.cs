using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>What a query brought. Holds a part of the memory that answers may take, until it is disposed.</summary>
/// <param name="batches">One for each series.</param>
/// <param name="memory">What the answer takes of it.</param>
internal sealed class BatchAnswer(IReadOnlyList<SourceBatch> batches, AnswerMemory.Share memory) : IDisposable
{
    public IReadOnlyList<SourceBatch> Batches { get; } = batches;

    public void Dispose() => memory.Dispose();
}
