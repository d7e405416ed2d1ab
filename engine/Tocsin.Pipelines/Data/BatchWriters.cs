namespace Tocsin.Pipelines.Data;

/// <summary>Who wrote a batch inside the engine, and who wrote what led to that. Never changes.</summary>
/// <param name="Writer">The node.</param>
/// <param name="Before">The writers of the batch that the node was at; null when it came from outside.</param>
internal sealed record BatchWriters(object Writer, BatchWriters? Before)
{
    public bool Holds(object writer)
    {
        for (var at = this; at is not null; at = at.Before)
        {
            if (ReferenceEquals(at.Writer, writer))
                return true;
        }

        return false;
    }
}
