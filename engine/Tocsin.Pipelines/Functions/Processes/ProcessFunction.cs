using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Functions.Processes.Wire;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>A function that runs in another process and speaks the protocol of Kapacitor's agents. It says itself what options it has.</summary>
public sealed class ProcessFunction : UserFunction
{
    private bool _isHanging;

    /// <exception cref="OptionsShapeException">Scripts could not write its name.</exception>
    private ProcessFunction(string name, ProcessFunctionOptions options, ProcessFunctionShape shape, TimeProvider time)
        : base(name, "configuration")
    {
        CheckName(name, "the section udf", isLowerFirst: false);
        (Options, Shape, Time) = (options, shape, time);
        NodeDescriptor = DescribeNode();
    }

    /// <inheritdoc/>
    public override string ScriptForm => ShortForm;

    /// <inheritdoc/>
    public override string ShortForm => "@" + Name;

    /// <inheritdoc/>
    public override NodeDescriptor NodeDescriptor { get; }

    /// <summary>How it is reached.</summary>
    public ProcessFunctionOptions Options { get; }

    /// <summary>True since it did not answer in its time, until it does: nobody waits for it meanwhile.</summary>
    internal bool IsHanging
    {
        get => Volatile.Read(ref _isHanging);
        set => Volatile.Write(ref _isHanging, value);
    }

    /// <summary>What it said of itself.</summary>
    internal ProcessFunctionShape Shape { get; }

    /// <summary>The clock of time-outs, which is not that of the data.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Starts the function, or connects to it, and asks what options it has.</summary>
    /// <exception cref="ProcessFunctionException">It does not say. The message tells why, and names the function.</exception>
    public static async Task<ProcessFunction> AskAsync(string name, ProcessFunctionOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var session = await FunctionSession.OpenAsync(options, time, static _ => { }, static (_, _) => ValueTask.CompletedTask, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                using var stop = cancellationToken.Register(() => session.End("the server stops"));
                var answer = await session.AskAsync(new Request { Info = new InfoRequest() }, Response.MessageOneofCase.Info).ConfigureAwait(false);
                return new ProcessFunction(name, options, ProcessFunctionShape.Of(answer.Info), time);
            }
        }
        catch (Exception e) when (e is FunctionEndedException or OptionsShapeException)
        {
            throw new ProcessFunctionException($"function '@{name}' of the section udf, {options.Place}: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public override FunctionDescription Describe() => new()
    {
        Name = ShortForm,
        Origin = Origin,
        Signatures = [$"{EdgeText(Shape.Wants)} -> {ShortForm}() -> {EdgeText(Shape.Provides)}"],
        Summary = $"Runs as {Options.Place}.",
        Options =
        [
            .. Shape.Options.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => new OptionDescription
            {
                Key = option.Key,
                Script = $".{option.Key}()",
                Type = string.Join(", ", option.Value.Select(OptionValues.Text)),
                Default = "",
                Summary = "",
                IsRequired = false,
                IsSecret = false,
                Options = [],
            }),
        ],
    };

    /// <inheritdoc/>
    public override string ToString() => $"function '@{Name}' of the section udf";

    /// <summary>True when a task that runs with one would not notice the other.</summary>
    public bool IsSame(ProcessFunction other) => Name == other.Name && Options.IsSame(other.Options) && Shape.IsSame(other.Shape);

    private static string EdgeText(EdgeKind edge) => edge == EdgeKind.Batch ? "batches" : "points";

    private NodeDescriptor DescribeNode() => new()
    {
        Name = Name,
        Kind = Name,
        DefinitionType = typeof(ProcessFunctionNode),
        Operator = ChainOperator.At,
        Wants = Shape.Wants,
        Provides = Shape.Provides,
        TakesParents = false,
        Constructor = new MemberDescriptor { Name = Name, Parameters = [], Invoke = (_, _) => new ProcessFunctionNode(this) },
        Members = new ObjectDescriptor(Name, [.. Members()]),
    };

    private IEnumerable<MemberDescriptor> Members()
    {
        foreach (var (name, types) in Shape.Options)
        {
            yield return new MemberDescriptor
            {
                Name = name,
                Parameters = [.. types.Select(OptionValues.ParameterOf)],
                Invoke = (target, values) =>
                {
                    var option = new Option { Name = name };
                    option.Values.AddRange(values.Select(OptionValues.Of));
                    (target as ProcessFunctionNode)?.Given.Add(option);
                    return target;
                },
            };
        }

        // An option of that name is the function's own.
        if (!Shape.Options.ContainsKey(QuietMember.Name))
            yield return QuietMember;
    }
}
