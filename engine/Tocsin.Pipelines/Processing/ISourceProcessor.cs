using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>The node at the head of a pipeline that takes what was written.</summary>
internal interface ISourceProcessor
{
    /// <summary>Passes on the points of a write that the script wants.</summary>
    void OnWrite(PointBatch batch, ExecutionClock clock);
}
