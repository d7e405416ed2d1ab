using Tocsin.Dsl.Templates.Functions;
using Tocsin.Dsl.Templates.Printing;
using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Rendering;

/// <summary>
/// Computes pipelines. The first failure is kept with its place; after it all results are nothing and the rendering ends.
/// </summary>
internal sealed class PipelineEvaluator
{
    // A text this long that a function made weighs as much as one step.
    private const int CharactersPerStep = 64;

    private readonly List<TemplateValue> _arguments = [];
    private TemplateSource? _source;
    private TemplateShape? _shape;
    private RenderLimits _limits;
    private int _stepsLeft;

    public VariableStack Variables { get; } = new();

    public string? Error { get; private set; }

    /// <summary>Below 0 when more were taken than there were.</summary>
    public int StepsLeft => _stepsLeft;

    public bool HasFailed => Error is not null;

    public int Begin(TemplateSource source, TemplateShape? shape, in RenderLimits limits, in TemplateValue root)
    {
        _source = source;
        _shape = shape;
        _limits = limits;
        _stepsLeft = limits.Steps;
        Error = null;
        return Variables.Enter(root);
    }

    public void End(int outer)
    {
        Variables.Leave(outer);
        Variables.Pop(0);
        _arguments.Clear();
        _source = null;
    }

    /// <summary>Counts a step; false when the rendering must end.</summary>
    public bool Step(TemplateNode node)
    {
        if (--_stepsLeft < 0)
            Fail(node, $"the template takes more than {_limits.Steps} steps{RenderLimits.Raise(_limits.StepsSetting)}");
        return !HasFailed;
    }

    /// <summary>Counts text that was made.</summary>
    public void Charge(int characters) => _stepsLeft -= characters / CharactersPerStep;

    public TemplateValue Fail(TemplateNode node, string message)
    {
        Error ??= $"template: {_source?.PlaceAt(node.Offset)}: executing {QuotedText.Quote(_source?.Name ?? "")} at <{node}>: {message}";
        return default;
    }

    public TemplateValue Pipeline(PipeNode pipe, in TemplateValue dot)
    {
        var commands = pipe.Commands;
        var value = Command(commands[0], dot, default, hasFinal: false);
        for (var i = 1; i < commands.Length && !HasFailed; i++)
            value = Command(commands[i], dot, value, hasFinal: true);
        if (HasFailed)
            return default;

        foreach (var name in pipe.Variables)
        {
            if (!pipe.IsAssignment)
                Variables.Push(name, value);
            else if (!Variables.TrySet(name, value))
                Fail(pipe, $"undefined variable: {name}");
        }

        return value;
    }

    /// <param name="final">What the stage before handed on, as the last argument.</param>
    private TemplateValue Command(CommandNode command, in TemplateValue dot, in TemplateValue final, bool hasFinal)
    {
        var words = command.Words;
        var first = words[0];
        switch (first)
        {
            case FieldNode field:
                return Field(field, dot, words, final, hasFinal);
            case VariableNode variable:
                return Variable(variable, dot, words, final, hasFinal);
            case FunctionNameNode function:
                return Call(function.Function, command, default, hasReceiver: false, dot, words, final, hasFinal);
            case ChainNode chain:
                return Chain(chain, dot, words, final, hasFinal);
        }

        if (words.Length > 1 || hasFinal)
            return Fail(first, $"can't give argument to non-function {first}");

        return first switch
        {
            PipeNode pipe => Pipeline(pipe, dot),
            NilNode => Fail(first, "nil is not a command"),
            _ => Operand(first, dot),
        };
    }

    /// <summary>The value of a word that stands where any type is welcome.</summary>
    private TemplateValue Operand(TemplateNode word, in TemplateValue dot)
    {
        switch (word)
        {
            case DotNode:
                return dot;
            case NilNode:
                return default;
            case ConstantNode constant:
                return constant.Value;
            case NumberNode number:
                return number.Value.IsNil ? Fail(word, $"{number} overflows int") : number.Value;
            case FieldNode field:
                return Field(field, dot, [], default, hasFinal: false);
            case VariableNode variable:
                return Variable(variable, dot, [], default, hasFinal: false);
            case PipeNode pipe:
                return Pipeline(pipe, dot);
            case ChainNode chain:
                return Chain(chain, dot, [], default, hasFinal: false);
            case FunctionNameNode function:
                return Call(function.Function, function, default, hasReceiver: false, dot, [], default, hasFinal: false);
            default:
                return Fail(word, $"can't handle {word}");
        }
    }

    private TemplateValue Field(FieldNode node, in TemplateValue dot, ReadOnlySpan<TemplateNode> words, in TemplateValue final, bool hasFinal)
    {
        // The usual case first: a plain name of the data whose fields were known when the template was parsed.
        var names = node.Names;
        if (node.RootIndex >= 0 && dot.Kind == TemplateValueKind.Struct && ReferenceEquals(dot.Struct.Shape, _shape))
        {
            if (names.Length == 1 && words.Length <= 1 && !hasFinal)
                return dot.Struct.Field(node.RootIndex);
            if (names.Length > 1)
                return Names(node, dot.Struct.Field(node.RootIndex), names.AsSpan(1), dot, words, final, hasFinal);
        }

        return Names(node, dot, names, dot, words, final, hasFinal);
    }

    private TemplateValue Variable(
        VariableNode node, in TemplateValue dot, ReadOnlySpan<TemplateNode> words, in TemplateValue final, bool hasFinal)
    {
        if (!Variables.TryGet(node.Name, out var value))
            return Fail(node, $"undefined variable: {node.Name}");
        if (node.Names.Length > 0)
            return Names(node, value, node.Names, dot, words, final, hasFinal);
        return words.Length > 1 || hasFinal ? Fail(node, $"can't give argument to non-function {node}") : value;
    }

    private TemplateValue Chain(ChainNode node, in TemplateValue dot, ReadOnlySpan<TemplateNode> words, in TemplateValue final, bool hasFinal)
    {
        var value = Operand(node.Target, dot);
        return HasFailed ? default : Names(node, value, node.Names, dot, words, final, hasFinal);
    }

    // Arguments belong to the last name of a chain.
    private TemplateValue Names(
        TemplateNode node,
        TemplateValue receiver,
        ReadOnlySpan<string> names,
        in TemplateValue dot,
        ReadOnlySpan<TemplateNode> words,
        in TemplateValue final,
        bool hasFinal)
    {
        for (var i = 0; i < names.Length - 1 && !HasFailed; i++)
            receiver = Name(node, receiver, names[i], dot, [], default, hasFinal: false);
        return HasFailed ? default : Name(node, receiver, names[^1], dot, words, final, hasFinal);
    }

    private TemplateValue Name(
        TemplateNode node,
        in TemplateValue receiver,
        string name,
        in TemplateValue dot,
        ReadOnlySpan<TemplateNode> words,
        in TemplateValue final,
        bool hasFinal)
    {
        if (receiver.IsNil)
            return default;
        if (MethodTable.Find(receiver, name) is { } method)
            return Call(method, node, receiver, hasReceiver: true, dot, words, final, hasFinal);

        var hasArguments = words.Length > 1 || hasFinal;
        switch (receiver.Kind)
        {
            case TemplateValueKind.Struct when receiver.Struct.Shape.IndexOf(name) is var index and >= 0:
                return hasArguments
                    ? Fail(node, $"{name} has arguments but cannot be invoked as function")
                    : receiver.Struct.Field(index);
            case TemplateValueKind.Map:
                if (hasArguments)
                    return Fail(node, $"{name} is not a method but has arguments");
                return receiver.Map.TryGet(name, out var value) ? value : default;
            default:
                return Fail(node, $"can't evaluate field {name} in type {TypeNames.Of(receiver)}");
        }
    }

    private TemplateValue Call(
        TemplateFunction function,
        TemplateNode node,
        in TemplateValue receiver,
        bool hasReceiver,
        in TemplateValue dot,
        ReadOnlySpan<TemplateNode> words,
        in TemplateValue final,
        bool hasFinal)
    {
        if (!Step(node))
            return default;

        var given = words.IsEmpty ? [] : words[1..];
        var count = given.Length + (hasFinal ? 1 : 0);
        if (function.IsVariadic ? count < function.FixedCount : count != function.FixedCount)
        {
            var wanted = function.IsVariadic ? $"at least {function.FixedCount}" : $"{function.FixedCount}";
            return Fail(node, $"wrong number of args for {function.Name}: want {wanted} got {count}");
        }

        if (function.IsShortCircuit)
            return ShortCircuit(function, dot, given, final, hasFinal);

        var start = _arguments.Count;
        if (hasReceiver)
            _arguments.Add(receiver);
        for (var i = 0; i < given.Length && !HasFailed; i++)
            _arguments.Add(Argument(given[i], function.ParameterAt(i), dot));
        if (hasFinal && !HasFailed)
            _arguments.Add(Converted(node, final, function.ParameterAt(given.Length)));
        var result = HasFailed ? default : Invoke(function, node, start);
        _arguments.RemoveRange(start, _arguments.Count - start);
        return result;
    }

    private TemplateValue Invoke(TemplateFunction function, TemplateNode node, int start)
    {
        // Functions take no part in the evaluation, so the list stays as it is while they look at it.
        var arguments = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_arguments)[start..];
        var call = new FunctionCall(arguments, _limits.Length);
        var result = function.Body(ref call);
        if (call.Error is not null)
            return Fail(node, $"error calling {function.Name}: {call.Error}");

        if (result.Kind is TemplateValueKind.String or TemplateValueKind.Script)
            Charge(result.Text.Length);
        return result;
    }

    private TemplateValue ShortCircuit(
        TemplateFunction function, in TemplateValue dot, ReadOnlySpan<TemplateNode> given, in TemplateValue final, bool hasFinal)
    {
        var value = default(TemplateValue);
        foreach (var word in given)
        {
            value = Argument(word, ParameterType.Any, dot);
            if (HasFailed || Truth.Of(value) == (function.Name == "or"))
                return value;
        }

        return hasFinal ? final : value;
    }

    private TemplateValue Argument(TemplateNode word, ParameterType type, in TemplateValue dot)
    {
        if (type == ParameterType.Any)
            return Operand(word, dot);

        switch (word)
        {
            case NilNode:
                return Fail(word, $"cannot assign nil to {ParameterTypes.NameOf(type)}");
            case NumberNode number when type is ParameterType.Int or ParameterType.Int64 or ParameterType.Duration:
                return number.Integer is { } integer ? Whole(integer, type) : Fail(word, $"expected integer; found {word}");
            case NumberNode or ConstantNode when type == ParameterType.Instant:
                return Fail(word, $"can't handle {word} for arg of type {ParameterTypes.NameOf(type)}");
            case NumberNode or ConstantNode:
                var constant = word is ConstantNode { Value: var value } ? value : default;
                return constant.Kind == TemplateValueKind.String && type == ParameterType.String
                    ? constant
                    : Fail(word, $"expected {(type == ParameterType.String ? "string" : "integer")}; found {word}");
            default:
                var computed = Operand(word, dot);
                return HasFailed ? default : Converted(word, computed, type);
        }
    }

    private TemplateValue Converted(TemplateNode node, in TemplateValue value, ParameterType type)
    {
        if (type == ParameterType.Any)
            return value;
        if (value.IsNil)
            return Fail(node, $"invalid value; expected {ParameterTypes.NameOf(type)}");

        var fits = (type, value.Kind) is (ParameterType.String, TemplateValueKind.String)
            or (ParameterType.Int, TemplateValueKind.Int)
            or (ParameterType.Int64, TemplateValueKind.Int64)
            or (ParameterType.Duration, TemplateValueKind.Duration)
            or (ParameterType.Instant, TemplateValueKind.Instant);
        return fits ? value : Fail(node, $"wrong type for value; expected {ParameterTypes.NameOf(type)}; got {TypeNames.Of(value)}");
    }

    private static TemplateValue Whole(long value, ParameterType type) => type switch
    {
        ParameterType.Duration => TemplateValue.From(new Time.Duration(value)),
        ParameterType.Int64 => TemplateValue.From(value),
        _ => TemplateValue.Int(value),
    };
}
