using System.Reflection;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Foreign;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Functions;

/// <summary>A function of pipelines: a class that is a node of scripts behind <c>@</c>.</summary>
internal sealed class PipelineFunction : UserFunction
{
    private readonly PluginConstructor _constructor;
    private readonly Type _type;

    private PipelineFunction(Type type, string name, string origin)
        : base(name, origin)
    {
        CheckName(name, type.FullName ?? type.Name, isLowerFirst: true);
        var (wants, provides) = FunctionEdges.Of(type);
        _type = type;
        Foreign = ForeignContexts.CodeOf(type.Assembly);
        _constructor = new PluginConstructor(type, typeof(FunctionOptionsAttribute), typeof(FunctionContext), typeof(TimeProvider));
        Shape = _constructor.OptionsType is { } options ? OptionsShape.Of(options) : null;
        NodeDescriptor = Describe(wants, provides);
    }

    /// <inheritdoc/>
    public override NodeDescriptor NodeDescriptor { get; }

    /// <inheritdoc/>
    public override string ScriptForm => ShortForm;

    /// <inheritdoc/>
    public override string ShortForm => "@" + Name;

    /// <summary>What options there are; null when there are none.</summary>
    internal OptionsShape? Shape { get; }

    /// <inheritdoc/>
    public override FunctionDescription Describe() => new()
    {
        Name = ShortForm,
        Origin = Origin,
        Signatures = [$"{EdgeText(NodeDescriptor.Wants)} -> {ShortForm}() -> {EdgeText(NodeDescriptor.Provides)}"],
        Summary = Comments.SummaryOf(_type),
        Options = OptionDescriber.DescribeOrNothing(Shape?.Type, Comments, isInScript: true),
    };

    /// <inheritdoc/>
    public override string ToString() => $"function '@{Name}' of '{Origin}'";

    /// <summary>Reads what a class marked <see cref="PipelineFunctionAttribute"/> offers.</summary>
    /// <exception cref="OptionsShapeException">The class or its options are not written as the SDK says.</exception>
    internal static PipelineFunction FromType(Type type, string origin)
    {
        var attribute = type.GetCustomAttribute<PipelineFunctionAttribute>(inherit: false)
            ?? throw new OptionsShapeException($"{type.FullName} is not marked [PipelineFunction]");
        return new PipelineFunction(type, attribute.Name, origin);
    }

    /// <summary>What is wrong with options, also with those that are missing when the script is complete.</summary>
    internal IReadOnlyList<ConfigProblem> Check(ConfigMap options, bool isComplete)
    {
        var problems = new List<ConfigProblem>();
        if (Shape is not null)
            OptionsBinder.Bind(Shape.Type, options, new BindRules("", IgnoresMissing: !isComplete), problems);
        return problems;
    }

    /// <summary>The options that all instances of one node share; null when there are none.</summary>
    internal object? BindOptions(ConfigMap options) => Shape is null ? null : OptionsBinder.Bind(Shape.Type, options, new BindRules(""), []);

    /// <summary>Makes the instance for one group. Whatever its constructor throws comes out.</summary>
    internal object CreateInstance(object? options, FunctionContext context, TimeProvider time) => _constructor.Call(options, context, time);

    private static string EdgeText(EdgeKind edge) => edge switch
    {
        EdgeKind.Stream => "points",
        EdgeKind.Batch => "batches",
        _ => "points or batches",
    };

    private NodeDescriptor Describe(EdgeKind wants, EdgeKind provides)
    {
        var options = new OptionScript(Shape, map => Check(map, isComplete: false));
        return new NodeDescriptor
        {
            Name = Name,
            Kind = Name,
            DefinitionType = typeof(UserFunctionNode),
            Operator = ChainOperator.At,
            Wants = wants,
            Provides = provides,
            TakesParents = false,
            Constructor = new MemberDescriptor
            {
                Name = Name,
                Parameters = options.Parameters,
                IsVariadic = options.IsVariadic,
                Invoke = (_, arguments) =>
                {
                    var node = new UserFunctionNode(this);
                    options.SetArguments(node.Given, arguments);
                    return node;
                },
            },
            Members = new ObjectDescriptor(Name, [.. MembersOf(options)]),
        };
    }

    private IEnumerable<MemberDescriptor> MembersOf(OptionScript options)
    {
        var own = options.MembersOn(target => (target as UserFunctionNode)?.Given).ToList();
        return own.Exists(member => member.Name == QuietMember.Name)
            ? throw new OptionsShapeException($"{this}: the option 'quiet' has the name of a property that every node has: choose another")
            : own.Append(QuietMember);
    }
}
