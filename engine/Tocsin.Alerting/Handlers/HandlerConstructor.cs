using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>The constructor of a handler class, which may ask for the settings of its service and, in the engine's own classes, for parts of it.</summary>
internal sealed class HandlerConstructor : PluginConstructor
{
    private readonly Type _type;

    /// <exception cref="OptionsShapeException">The class is not written as <see cref="AlertHandlerAttribute"/> says.</exception>
    public HandlerConstructor(Type type, bool mayAskEngine)
        : base(
            type,
            typeof(HandlerOptionsAttribute),
            asked => mayAskEngine || SettingsOf(asked) is not null || asked == typeof(HttpClient) || asked == typeof(TimeProvider) || asked == typeof(HandlerContext),
            $"one marked [ServiceSettings] or a list of it, HttpClient, TimeProvider and {nameof(HandlerContext)}")
    {
        if (!typeof(IAlertHandler).IsAssignableFrom(type))
            throw new OptionsShapeException($"{type.FullName} must be a class that implements {nameof(IAlertHandler)}");

        _type = type;
        Type[] settings = [.. Parameters.Where(asked => SettingsOf(asked) is not null)];
        if (settings.Length > 1)
            throw new OptionsShapeException($"the constructor of {type.FullName} asks for settings twice: {settings[0].Name} and {settings[1].Name}; it may ask for those of one section");
        SettingsType = settings is [var asked] ? SettingsOf(asked) : null;
        TakesAllSettings = settings is [var one] && one != SettingsType;
        TakesHttp = Parameters.Any(part => part == typeof(HttpClient) || part == typeof(HandlerServices));
    }

    /// <summary>The settings class; null when the kind shares no section.</summary>
    public Type? SettingsType { get; }

    /// <summary>True when the handler takes all entries of its section and chooses by itself.</summary>
    public bool TakesAllSettings { get; }

    /// <summary>True when the handler gets the client by which it sends requests.</summary>
    public bool TakesHttp { get; }

    /// <summary>Makes a handler; when its constructor throws, the error is what it says.</summary>
    public bool TryCall(
        object? options, object? settings, HandlerServices services, HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out string? error)
    {
        try
        {
            handler = (IAlertHandler)Call(options, type => SettingsOf(type) is not null ? settings : Part(type, services, context));
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

    private object Part(Type type, HandlerServices services, HandlerContext context)
    {
        if (type == typeof(HttpClient))
            return HandlerHttp.SeparateOf(services.Http);
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
