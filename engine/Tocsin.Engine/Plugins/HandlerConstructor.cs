using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Tocsin.Engine.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>The one constructor of a handler class: what it asks for, and how it is called.</summary>
internal sealed class HandlerConstructor
{
    private readonly ConstructorInfo _constructor;
    private readonly ParameterInfo[] _parameters;

    /// <exception cref="OptionsShapeException">The class is not written as <see cref="AlertHandlerAttribute"/> says.</exception>
    public HandlerConstructor(Type type, bool mayAskEngine)
    {
        if (!typeof(IAlertHandler).IsAssignableFrom(type) || type.IsAbstract || type.ContainsGenericParameters)
            throw new OptionsShapeException($"{type.FullName} must be a class that implements {nameof(IAlertHandler)}");
        if (type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is not [var only])
            throw new OptionsShapeException($"{type.FullName} must have exactly one constructor");

        _constructor = only;
        _parameters = only.GetParameters();
        foreach (var parameter in _parameters)
            Classify(type, parameter, mayAskEngine);
    }

    /// <summary>The options class; null when the kind takes no options.</summary>
    public Type? OptionsType { get; private set; }

    /// <summary>The settings class; null when the kind shares no section.</summary>
    public Type? SettingsType { get; private set; }

    /// <summary>True when the handler takes all entries of its section and chooses by itself.</summary>
    public bool TakesAllSettings { get; private set; }

    public bool TryCall(
        object? options, object? settings, HandlerServices services, HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out string? error)
    {
        try
        {
            var arguments = Array.ConvertAll(_parameters, p => Argument(p.ParameterType, options, settings, services, context));
            handler = (IAlertHandler)_constructor.Invoke(arguments);
            error = null;
            return true;
        }
        catch (TargetInvocationException e)
        {
            handler = null;
            error = e.InnerException?.Message ?? e.Message;
            return false;
        }
    }

    private void Classify(Type handler, ParameterInfo parameter, bool mayAskEngine)
    {
        var type = parameter.ParameterType;
        if (type.IsDefined(typeof(HandlerOptionsAttribute)) && OptionsType is null)
        {
            OptionsType = type;
            _ = OptionsShape.Of(type);
        }
        else if (SettingsOf(type) is { } settings && SettingsType is null)
        {
            SettingsType = settings;
            TakesAllSettings = settings != type;
        }
        else if (!mayAskEngine && type != typeof(HttpClient) && type != typeof(TimeProvider) && type != typeof(HandlerContext))
        {
            throw new OptionsShapeException(
                $"the constructor of {handler.FullName} asks for '{parameter.Name}' of type {type.Name}, which no plugin is given: it may ask for one " +
                $"class marked [HandlerOptions], one marked [ServiceSettings] or a list of it, HttpClient, TimeProvider and {nameof(HandlerContext)}");
        }
    }

    private object? Argument(Type type, object? options, object? settings, HandlerServices services, HandlerContext context)
    {
        if (type == OptionsType)
            return options;
        if (SettingsType is not null && SettingsOf(type) == SettingsType)
            return settings;
        if (type == typeof(HttpClient))
            return services.Http;
        if (type == typeof(TimeProvider))
            return services.Time;
        if (type == typeof(HandlerContext))
            return context;
        if (type == typeof(HandlerServices))
            return services;
        return services.Engine?.GetService(type)
            ?? throw new InvalidOperationException($"The engine was built without {type.Name}, which {_constructor.DeclaringType?.Name} needs.");
    }

    private static Type? SettingsOf(Type type)
    {
        if (type.IsDefined(typeof(ServiceSettingsAttribute)))
            return type;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) &&
            type.GetGenericArguments()[0].IsDefined(typeof(ServiceSettingsAttribute)) ? type.GetGenericArguments()[0] : null;
    }
}
