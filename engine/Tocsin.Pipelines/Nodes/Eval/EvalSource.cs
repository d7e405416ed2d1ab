namespace Tocsin.Pipelines.Nodes.Eval;

/// <summary>Where a value of an output comes from.</summary>
internal enum EvalOrigin
{
    Result,
    Field,
    Tag,
}

/// <param name="Index">The expression, or the slot of the field or tag.</param>
internal readonly record struct EvalSource(EvalOrigin Origin, int Index);
