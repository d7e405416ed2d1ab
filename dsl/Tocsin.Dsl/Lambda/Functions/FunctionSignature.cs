using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>One way to call a function: the kinds of its arguments and of its result.</summary>
public abstract class FunctionSignature
{
    private protected FunctionSignature(ValueKind[] parameters, ValueKind result)
    {
        Parameters = parameters;
        Result = result;
    }

    /// <summary>The kinds of the arguments. They must be met exactly: nothing is converted.</summary>
    public IReadOnlyList<ValueKind> Parameters { get; }

    public ValueKind Result { get; }

    /// <summary><c>(string,int)</c>.</summary>
    public override string ToString() => $"({string.Join(",", Parameters.Select(kind => kind.Name()))})";

    /// <summary>An evaluator of a call with these arguments, which are of the signature's kinds.</summary>
    internal abstract Evaluator Bind(CallSite site, Evaluator[] arguments);

    internal bool Accepts(ReadOnlySpan<ValueKind> kinds)
    {
        if (kinds.Length != Parameters.Count)
            return false;

        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] != Parameters[i])
                return false;
        }

        return true;
    }
}
