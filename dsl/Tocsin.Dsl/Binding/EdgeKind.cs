namespace Tocsin.Dsl.Binding;

/// <summary>What travels between two nodes.</summary>
public enum EdgeKind
{
    /// <summary>Nothing: the node begins or ends a pipeline.</summary>
    None,

    /// <summary>Points, one by one.</summary>
    Stream,

    /// <summary>Batches of points with one end.</summary>
    Batch,

    /// <summary>As a wish: either. As an offer: what the parents provide.</summary>
    Any,
}
