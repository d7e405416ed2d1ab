using System.Reflection;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Foreign;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Functions;

/// <summary>A function of lambdas: the methods of one name, each with arguments of its own.</summary>
internal sealed class LambdaFunction : UserFunction
{
    private readonly IReadOnlyList<MethodInfo> _methods;

    private LambdaFunction(string name, string origin, IReadOnlyList<MethodInfo> methods)
        : base(name, origin)
    {
        _methods = methods;
        Foreign = ForeignContexts.CodeOf(methods[0].Module.Assembly);
        CheckName(name, PlaceOf(methods[0]), isLowerFirst: false);
        var signatures = new List<FunctionSignature>();
        foreach (var method in methods)
        {
            var signature = ForeignSignature.Of(MethodDelegate.Of(method, this));
            if (signatures.Exists(known => known.Parameters.SequenceEqual(signature.Parameters)))
                throw new OptionsShapeException($"{PlaceOf(method)}: '{name}{signature}' is there twice");
            signatures.Add(signature);
        }

        Definition = new FunctionDefinition(name, "", [.. signatures])
        {
            Family = "plugins",
            IsPure = methods.All(method => method.GetCustomAttribute<LambdaFunctionAttribute>() is { IsPure: true }),
            Owner = this,
        };
    }

    /// <summary>The function as expressions know it.</summary>
    public FunctionDefinition Definition { get; }

    /// <inheritdoc/>
    public override string ScriptForm => string.Join(", ", Definition.Signatures.Select(signature => $"{Name}{signature} {signature.Result.Name()}"));

    /// <inheritdoc/>
    public override string ShortForm => Name;

    /// <inheritdoc/>
    public override FunctionDescription Describe() => new()
    {
        Name = ShortForm,
        Origin = Origin,
        Signatures = [.. _methods.Zip(Definition.Signatures, SignatureText)],
        Summary = _methods.Select(Comments.SummaryOf).FirstOrDefault(summary => summary.Length > 0) ?? "",
    };

    /// <inheritdoc/>
    public override string ToString() => $"function '{Name}' of '{Origin}'";

    /// <summary>Makes the function that methods marked <see cref="LambdaFunctionAttribute"/> with one name are.</summary>
    /// <exception cref="OptionsShapeException">A method is not written as the SDK says.</exception>
    internal static LambdaFunction FromMethods(string name, IReadOnlyList<MethodInfo> methods, string origin) => new(name, origin, methods);

    internal static string PlaceOf(MethodInfo method) => $"{method.DeclaringType?.FullName}.{method.Name}";

    private string SignatureText(MethodInfo method, FunctionSignature signature)
    {
        var arguments = method.GetParameters().Zip(signature.Parameters, (parameter, kind) => $"{parameter.Name} {kind.Name()}");
        return $"{Name}({string.Join(", ", arguments)}) {signature.Result.Name()}";
    }
}
