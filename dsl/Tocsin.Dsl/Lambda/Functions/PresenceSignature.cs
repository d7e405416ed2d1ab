using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary><c>isPresent</c> of one kind of argument. Kinds are known before a row is looked at, and so is the answer.</summary>
internal sealed class PresenceSignature(ValueKind kind) : FunctionSignature([kind], ValueKind.Boolean)
{
    internal override Evaluator Bind(CallSite site, Evaluator[] arguments) => Test(arguments[0], isPresent: true);

    /// <summary>An evaluator of the question whether <paramref name="argument"/> is, or is not, present.</summary>
    public static Evaluator Test(Evaluator argument, bool isPresent)
    {
        var answer = (argument.Kind != ValueKind.Missing) == isPresent;
        return argument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(LeafEvaluator<,>)
            || argument is MissingEvaluator
            ? Leaves.Constant(Value.From(answer))
            : new AfterwardsEvaluator(argument, answer);
    }
}
