using System.Runtime.CompilerServices;
using System.Text;
using Tocsin.Dsl.Templates.Functions;
using Tocsin.Dsl.Templates.Html;
using Tocsin.Dsl.Templates.Printing;
using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Rendering;

/// <summary>Walks a tree and writes. Keeps its buffers from one rendering to the next; one thread at a time.</summary>
internal sealed class Renderer
{
    private const int MaxKeptBuffer = 16 * 1024;

    // As deep as templates may call templates: a bound against those that call themselves.
    private const int MaxCalls = 250;

    private readonly PipelineEvaluator _evaluator = new();
    private StringBuilder _output = new();
    private IReadOnlyDictionary<string, ListNode>? _templates;
    private AddressPath? _address;
    private IBranchWatch? _watch;
    private string _name = "";
    private int _maxLength;
    private string _lengthSetting = "";
    private int _calls;

    private enum Flow
    {
        Next,
        Break,
        Continue,
        Stop,
    }

    /// <summary>The answer is why the rendering failed, or null.</summary>
    public string? Render(
        TemplateSource source,
        ListNode main,
        IReadOnlyDictionary<string, ListNode> templates,
        TemplateOptions options,
        TemplateValue root,
        TemplateBudget? budget,
        out string? text)
    {
        text = null;
        _templates = templates;
        _maxLength = budget?.LongestText ?? options.MaxLength;
        _lengthSetting = budget?.LengthSetting ?? "";
        _address = options.IsAddress ? new AddressPath() : null;
        _calls = 0;
        (_watch, _name) = (options.Watch, source.Name);
        var steps = budget?.Grant() ?? options.MaxSteps;
        var outer = _evaluator.Begin(source, options.Shape, new RenderLimits(_maxLength, steps, budget?.StepsSetting ?? ""), root);
        Walk(main, root);
        budget?.Take(steps - _evaluator.StepsLeft);
        var error = _evaluator.Error;
        _evaluator.End(outer);
        _templates = null;

        if (error is null)
            text = _output.ToString();
        if (text is not null && _address?.LeadingElsewhere(text) is { } part)
            (text, error) = (null, $"template: {source.Name}: a value makes '{part}' of a part of the path, and the address would be another one");
        if (_output.Capacity > MaxKeptBuffer)
            _output = new StringBuilder();
        _output.Clear();
        return error;
    }

    private Flow Walk(ListNode list, in TemplateValue dot)
    {
        foreach (var node in list.Items)
        {
            var flow = WalkNode(node, dot);
            if (flow != Flow.Next)
                return flow;
        }

        return Flow.Next;
    }

    private Flow WalkNode(TemplateNode node, in TemplateValue dot)
    {
        if (!_evaluator.Step(node))
            return Flow.Stop;

        switch (node)
        {
            case TextNode text:
                _output.Append(text.Text);
                break;
            case ActionNode action:
                WriteAction(action, dot);
                break;
            case BranchNode { Kind: BranchKind.Range } range:
                return WalkRange(range, dot);
            case BranchNode branch:
                return WalkBranch(branch, dot);
            case CallTemplateNode call:
                CallTemplate(call, dot);
                break;
            case JumpNode jump:
                return jump.IsBreak ? Flow.Break : Flow.Continue;
        }

        if (_output.Length > _maxLength)
            _evaluator.Fail(node, $"text is longer than {_maxLength} characters{RenderLimits.Raise(_lengthSetting)}");
        return _evaluator.HasFailed ? Flow.Stop : Flow.Next;
    }

    private void WriteAction(ActionNode action, in TemplateValue dot)
    {
        var value = _evaluator.Pipeline(action.Pipe, dot);
        if (_evaluator.HasFailed || action.Pipe.Variables.Length > 0)
            return;

        var before = _output.Length;
        if (action.Escapes.Length > 0)
            _output.Append(Escapes.Apply(action.Escapes, value));
        else if (value.IsNil)
            _output.Append("<no value>");
        else
            Print(value);
        _address?.Escape(_output, before);
    }

    private void Print(in TemplateValue value)
    {
        var before = _output.Length;
        Printer.Append(_output, value);
        _evaluator.Charge(_output.Length - before);
    }

    private Flow WalkBranch(BranchNode branch, in TemplateValue dot)
    {
        var mark = _evaluator.Variables.Count;
        var value = _evaluator.Pipeline(branch.Pipe, dot);
        var flow = Flow.Next;
        if (!_evaluator.HasFailed)
            _watch?.Saw(_name, branch.Offset, Truth.Of(value));
        if (_evaluator.HasFailed)
            flow = Flow.Stop;
        else if (Truth.Of(value))
            flow = Walk(branch.Body, branch.Kind == BranchKind.With ? value : dot);
        else if (branch.Else is not null)
            flow = Walk(branch.Else, dot);
        _evaluator.Variables.Pop(mark);
        return flow;
    }

    private Flow WalkRange(BranchNode range, in TemplateValue dot)
    {
        var mark = _evaluator.Variables.Count;
        var value = _evaluator.Pipeline(range.Pipe, dot);
        if (_evaluator.HasFailed)
            return Flow.Stop;

        var count = CountOf(range, value);
        if (!_evaluator.HasFailed)
            _watch?.Saw(_name, range.Offset, count > 0);
        var flow = Flow.Next;
        var inner = _evaluator.Variables.Count;
        for (long i = 0; i < count && flow != Flow.Stop; i++)
        {
            var (key, item) = ItemAt(value, i);
            SetRangeVariables(range.Pipe, key, item);
            flow = _evaluator.Step(range) ? Walk(range.Body, item) : Flow.Stop;
            _evaluator.Variables.Pop(inner);
            if (flow == Flow.Break)
                break;
        }

        if (count == 0 && range.Else is not null && !_evaluator.HasFailed)
            flow = Walk(range.Else, dot);
        else if (flow != Flow.Stop)
            flow = Flow.Next;
        _evaluator.Variables.Pop(mark);
        return _evaluator.HasFailed ? Flow.Stop : flow;
    }

    private long CountOf(BranchNode range, in TemplateValue value)
    {
        switch (value.Kind)
        {
            case TemplateValueKind.Nil:
                return 0;
            case TemplateValueKind.List:
                return value.List.Count;
            case TemplateValueKind.Map:
                return value.Map.Count;
            case TemplateValueKind.Int or TemplateValueKind.Int64:
                return Math.Max(0, value.Integer);
            default:
                _evaluator.Fail(LastWord(range.Pipe), $"range can't iterate over {Printer.Print(value)}");
                return 0;
        }
    }

    // Where the value came from: the word that was looked at last.
    private static TemplateNode LastWord(PipeNode pipe)
    {
        var word = pipe.Commands[^1].Words[^1];
        return word is PipeNode inner ? LastWord(inner) : word;
    }

    private static (TemplateValue Key, TemplateValue Item) ItemAt(in TemplateValue value, long index) => value.Kind switch
    {
        TemplateValueKind.List => (TemplateValue.Int(index), value.List[(int)index]),
        TemplateValueKind.Map => (TemplateValue.From(value.Map.KeyAt((int)index)), value.Map.ValueAt((int)index)),
        _ => (TemplateValue.Int(index), TemplateValue.Int(index)),
    };

    // With two variables the first is the key; one alone is the item.
    private void SetRangeVariables(PipeNode pipe, in TemplateValue key, in TemplateValue item)
    {
        var names = pipe.Variables;
        if (names.Length == 0)
            return;

        if (pipe.IsAssignment)
        {
            _evaluator.Variables.TrySet(names[0], names.Length > 1 ? key : item);
            if (names.Length > 1)
                _evaluator.Variables.TrySet(names[1], item);
            return;
        }

        _evaluator.Variables.SetFromTop(1, item);
        if (names.Length > 1)
            _evaluator.Variables.SetFromTop(2, key);
    }

    private void CallTemplate(CallTemplateNode call, in TemplateValue dot)
    {
        if (!_templates!.TryGetValue(call.Name, out var body))
        {
            _evaluator.Fail(call, $"template {QuotedText.Quote(call.Name)} not defined");
            return;
        }

        if (_calls >= MaxCalls || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _evaluator.Fail(call, $"templates call each other deeper than {MaxCalls}");
            return;
        }

        var value = call.Pipe is null ? default : _evaluator.Pipeline(call.Pipe, dot);
        if (_evaluator.HasFailed)
            return;

        _calls++;
        var outer = _evaluator.Variables.Enter(value);
        Walk(body, value);
        _evaluator.Variables.Leave(outer);
        _calls--;
    }
}
