using System.Reflection;
using Tocsin.Engine.Configuration;
using Tocsin.Sdk.Functions;

namespace Tocsin.Engine.Functions;

/// <summary>The one constructor of a function's class: what it asks for, and how it is called.</summary>
internal sealed class FunctionConstructor
{
    private readonly ConstructorInfo _constructor;
    private readonly Type[] _parameters;

    /// <exception cref="OptionsShapeException">The class is not written as <see cref="PipelineFunctionAttribute"/> says.</exception>
    public FunctionConstructor(Type type)
    {
        if (type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is not [var only])
            throw new OptionsShapeException($"{type.FullName} must have exactly one constructor");

        _constructor = only;
        _parameters = [.. only.GetParameters().Select(parameter => parameter.ParameterType)];
        foreach (var parameter in only.GetParameters())
            Classify(type, parameter);
    }

    /// <summary>The options class; null when the function takes none.</summary>
    public Type? OptionsType { get; private set; }

    public object Call(object? options, FunctionContext context, TimeProvider time) => _constructor.Invoke(
        BindingFlags.DoNotWrapExceptions,
        null,
        Array.ConvertAll(_parameters, type => type == OptionsType ? options : type == typeof(FunctionContext) ? context : time),
        null);

    private void Classify(Type function, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type.IsDefined(typeof(FunctionOptionsAttribute)) && OptionsType is null)
        {
            OptionsType = type;
        }
        else if (type != typeof(FunctionContext) && type != typeof(TimeProvider))
        {
            throw new OptionsShapeException(
                $"the constructor of {function.FullName} asks for '{parameter.Name}' of type {type.Name}, which no function is given: it may ask for " +
                $"one class marked [FunctionOptions], {nameof(FunctionContext)} and TimeProvider");
        }
    }
}
