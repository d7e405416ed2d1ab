using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>Is shown what passes from node to node while somebody watches a task, after the child has dealt with it. Called by the threads of the task.</summary>
internal interface IEdgeTap
{
    void Passed(Edge edge, Point point, Group group);

    void Passed(Edge edge, Batch batch);
}
