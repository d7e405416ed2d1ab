using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>What carries a pipeline: gives it its thread and its way back to the other tasks.</summary>
internal interface IPipelineHost
{
    /// <summary>Runs something on the pipeline's thread.</summary>
    void Post(Action action);

    /// <summary>
    /// Hands a batch to all tasks that want it. False, and the batch is let go of, when its writer stands among those whose points led to it.
    /// </summary>
    bool Write(PointBatch batch);
}
