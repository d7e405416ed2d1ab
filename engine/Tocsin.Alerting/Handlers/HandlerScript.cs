using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Dsl.Binding;

namespace Tocsin.Alerting.Handlers;

/// <summary>Makes the script form of a handler kind from its options class: <c>.post('url').header('k', 'v').timeout(10s)</c>.</summary>
internal static class HandlerScript
{
    /// <summary>The property of the alert node that attaches a handler and leads to the properties of its options.</summary>
    public static MemberDescriptor MemberOf(HandlerKind kind)
    {
        var options = new OptionScript(kind.Options.Shape, kind.Options.CheckPart);
        return new MemberDescriptor
        {
            Name = kind.ScriptName,
            IgnoresCase = true,
            Parameters = options.Parameters,
            IsVariadic = options.IsVariadic,
            Result = new ObjectDescriptor(kind.ScriptName, [.. options.MembersOn(target => target as HandlerUse), .. kind.Options.ScriptKeysOfEngine.Select(TextMember)]),
            Invoke = (target, values) =>
            {
                var use = new HandlerUse(kind);
                options.SetArguments(use, values);
                if (target is IHandlerHost host)
                    host.Add(use);
                return use;
            },
        };
    }

    private static MemberDescriptor TextMember(string key) => new()
    {
        Name = key,
        Parameters = [new ParameterDescriptor(key, typeof(string))],
        Invoke = (target, values) =>
        {
            (target as HandlerUse)?.Set(key, new ConfigText(values[0] as string ?? ""));
            return target;
        },
    };
}
