using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Tocsin.Alerting.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>The constructor of a handler class, which may ask for the settings of its service and, in the engine's own classes, for parts of it.</summary>
internal sealed class HandlerConstructor
{
    private readonly PluginConstructor _constructor;
    private readonly Type _type;

    /// <exception cref="OptionsShapeException">The class is not written as <see cref="AlertHandlerAttribute"/> says.</exception>
    public HandlerConstructor(Type type, bool mayAskEngine)
    {
        if (!typeof(IAlertHandler).IsAssignableFrom(type))
            throw new OptionsShapeException($"{type.FullName} must be a class that implements {nameof(IAlertHandler)}");

        _type = type;
        _constructor = new PluginConstructor(
            type,
            typeof(HandlerOptionsAttribute),
            asked => TakeSettings(asked) || TakeHttp(asked) || mayAskEngine || asked == typeof(TimeProvider) || asked == typeof(HandlerContext),
            $"one marked [ServiceSettings] or a list of it, HttpClient, TimeProvider and {nameof(HandlerContext)}");
    }

    /// <summary>The options class; null when the kind takes no options.</summary>
    public Type? OptionsType => _constructor.OptionsType;

    /// <summary>The settings class; null when the kind shares no section.</summary>
    public Type? SettingsType { get; private set; }

    /// <summary>True when the handler takes all entries of its section and chooses by itself.</summary>
    public bool TakesAllSettings { get; private set; }

    /// <summary>True when the handler gets the client by which it sends requests.</summary>
    public bool TakesHttp { get; private set; }

    /// <summary>Makes a handler; when its constructor throws, the error is what it says.</summary>
    public bool TryCall(
        object? options, object? settings, HandlerServices services, HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out string? error)
    {
        try
        {
            handler = (IAlertHandler)_constructor.Call(options, type => SettingsOf(type) is not null ? settings : Part(type, services, context));
            error = null;
            return true;
        }
        catch (Exception e)
        {
            handler = null;
            error = e.Message;
            return false;
        }
    }

    private bool TakeSettings(Type type)
    {
        if (SettingsType is not null || SettingsOf(type) is not { } settings)
            return false;
        SettingsType = settings;
        TakesAllSettings = settings != type;
        return true;
    }

    private bool TakeHttp(Type type)
    {
        TakesHttp |= type == typeof(HttpClient) || type == typeof(HandlerServices);
        return type == typeof(HttpClient);
    }

    private object Part(Type type, HandlerServices services, HandlerContext context)
    {
        if (type == typeof(HttpClient))
            return services.Http;
        if (type == typeof(TimeProvider))
            return services.Time;
        if (type == typeof(HandlerContext))
            return context;
        if (type == typeof(HandlerServices))
            return services;
        return services.Engine?.GetService(type) ?? throw new InvalidOperationException($"the engine was built without {type.Name}, which {_type.Name} needs");
    }

    private static Type? SettingsOf(Type type)
    {
        if (type.IsDefined(typeof(ServiceSettingsAttribute)))
            return type;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) &&
            type.GetGenericArguments()[0].IsDefined(typeof(ServiceSettingsAttribute)) ? type.GetGenericArguments()[0] : null;
    }
}
