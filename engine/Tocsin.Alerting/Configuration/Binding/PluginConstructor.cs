using System.Reflection;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>The one constructor of a class that a plugin offers: it may ask for its options and for some parts of the engine.</summary>
public class PluginConstructor
{
    private readonly ConstructorInfo _constructor;
    private readonly Type[] _parameters;

    /// <param name="type">The class.</param>
    /// <param name="optionsMark">The attribute of its options class.</param>
    /// <param name="parts">The types of what it may ask for besides.</param>
    /// <exception cref="OptionsShapeException">The class asks for something else.</exception>
    public PluginConstructor(Type type, Type optionsMark, params IReadOnlyList<Type> parts)
        : this(type, optionsMark, parts.Contains, string.Join(", ", parts.Select(part => part.Name)))
    {
    }

    /// <param name="type">The class.</param>
    /// <param name="optionsMark">The attribute of its options class.</param>
    /// <param name="mayAsk">Whether it may ask for something of a type.</param>
    /// <param name="parts">What it may ask for, for its author.</param>
    /// <exception cref="OptionsShapeException">The class asks for something else.</exception>
    public PluginConstructor(Type type, Type optionsMark, Predicate<Type> mayAsk, string parts)
    {
        if (type.IsAbstract || type.ContainsGenericParameters)
            throw new OptionsShapeException($"{type.FullName} must be a class of which instances can be made: not abstract, without type parameters");
        if (type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is not [var only])
            throw new OptionsShapeException($"{type.FullName} must have exactly one constructor");

        _constructor = only;
        _parameters = Array.ConvertAll(only.GetParameters(), parameter => parameter.ParameterType);
        foreach (var parameter in only.GetParameters())
        {
            if (parameter.ParameterType.IsDefined(optionsMark) && OptionsType is null)
            {
                OptionsType = parameter.ParameterType;
                _ = OptionsShape.Of(OptionsType);
            }
            else if (!mayAsk(parameter.ParameterType))
            {
                throw new OptionsShapeException(
                    $"the constructor of {type.FullName} asks for '{parameter.Name}' of type {parameter.ParameterType.Name}, which it is not given: it may " +
                    $"ask for one class marked [{optionsMark.Name.Replace("Attribute", "", StringComparison.Ordinal)}], {parts}");
            }
        }
    }

    /// <summary>The options class; null when there is none.</summary>
    public Type? OptionsType { get; }

    /// <summary>The types of all that the constructor asks for.</summary>
    protected IReadOnlyList<Type> Parameters => _parameters;

    /// <summary>True when it asks for something of a type.</summary>
    public bool Asks(Type type) => _parameters.Contains(type);

    /// <summary>Makes an instance. What the constructor throws comes out.</summary>
    /// <param name="options">An instance of <see cref="OptionsType"/>; null when there is none.</param>
    /// <param name="parts">What the constructor may ask for besides.</param>
    public object Call(object? options, params object[] parts) => Call(options, type => Array.Find(parts, type.IsInstanceOfType));

    /// <summary>Makes an instance. What the constructor throws comes out.</summary>
    /// <param name="options">An instance of <see cref="OptionsType"/>; null when there is none.</param>
    /// <param name="find">Answers what the constructor asks for besides.</param>
    public object Call(object? options, Converter<Type, object?> find) => _constructor.Invoke(
        BindingFlags.DoNotWrapExceptions,
        null,
        Array.ConvertAll(_parameters, type => type == OptionsType ? options : find(type)),
        null);
}
