using System.Reflection;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Functions;

/// <summary>What the classes of an assembly offer to scripts.</summary>
/// <param name="Functions">The functions that are written as the SDK says.</param>
/// <param name="Errors">What is wrong with the others and the way out, one sentence each.</param>
public sealed record FoundFunctions(IReadOnlyList<UserFunction> Functions, IReadOnlyList<string> Errors)
{
    /// <summary>Looks through an assembly.</summary>
    /// <param name="origin">Who brings it: the id of a plugin, or a file.</param>
    /// <exception cref="ReflectionTypeLoadException">The assembly cannot be loaded in whole.</exception>
    public static FoundFunctions FromAssembly(Assembly assembly, string origin) => FromTypes(assembly.GetTypes(), origin);

    /// <summary>Looks through classes.</summary>
    /// <param name="origin">Who brings them: the id of a plugin, or a file.</param>
    public static FoundFunctions FromTypes(IReadOnlyCollection<Type> types, string origin)
    {
        var functions = new List<UserFunction>();
        var errors = new List<string>();
        foreach (var methods in types.SelectMany(MethodsOf).GroupBy(method => method.GetCustomAttribute<LambdaFunctionAttribute>()!.Name))
            TryAdd(() => LambdaFunction.FromMethods(methods.Key, [.. methods], origin));
        foreach (var type in types.Where(type => type.IsDefined(typeof(PipelineFunctionAttribute), inherit: false)))
            TryAdd(() => PipelineFunction.FromType(type, origin));
        return new FoundFunctions(functions, errors);

        void TryAdd(Func<UserFunction> make)
        {
            try
            {
                functions.Add(make());
            }
            catch (OptionsShapeException e)
            {
                errors.Add(e.Message);
            }
        }
    }

    // The attribute is on every method that comes out of here.
    private static IEnumerable<MethodInfo> MethodsOf(Type type) => type
        .GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(method => method.IsDefined(typeof(LambdaFunctionAttribute), inherit: false));
}
