namespace Tocsin.Dsl.Lambda;

/// <summary>
/// What one expression remembers for one group: the instances behind <c>count</c>, <c>sigma</c> and <c>spread</c>. Belongs to the
/// expression that made it, and to one thread at a time.
/// </summary>
public sealed class ExpressionState
{
    private readonly object[] _instances;

    internal ExpressionState(object[] instances) => _instances = instances;

    /// <summary>What host functions, such as those of match expressions, look at. Null elsewhere.</summary>
    public object? Host { get; set; }

    /// <summary>
    /// The first failure of the evaluation under way. Evaluators go on with harmless values after a failure instead of testing for it
    /// at every step; only what remembers or calls foreign code looks here first.
    /// </summary>
    internal EvaluationError? Failure { get; set; }

    internal bool HasFailed => Failure is not null;

    internal object Instance(int index) => _instances[index];

    internal void Fail(EvaluationError error) => Failure ??= error;
}
