using System.Reflection;
using System.Runtime.CompilerServices;
using Tocsin.Dsl.Binding;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>One option of an options class.</summary>
public sealed class OptionMember
{
    private readonly PropertyInfo _property;

    private OptionMember(PropertyInfo property, OptionType type, Type elementType)
    {
        _property = property;
        Type = type;
        ElementType = elementType;
        Key = OptionName.Kebab(property.Name);
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute));
        IsSecret = property.IsDefined(typeof(SecretAttribute));
        Schemes = property.GetCustomAttribute<AddressSchemesAttribute>()?.Schemes ?? (type == OptionType.Address ? OptionAddress.Http : []);
        IsDestination = property.IsDefined(typeof(DestinationAttribute));
        Aliases = [.. property.GetCustomAttributes<OptionAliasAttribute>().Select(alias => alias.Key)];
        TakesTemplates = type is OptionType.Template or OptionType.TemplateList or OptionType.TemplateMap or OptionType.ValueMap || property.IsDefined(typeof(TemplateTextAttribute));
        Script = [.. property.GetCustomAttributes<ScriptPropertyAttribute>()];
        if (Script.Count == 0)
            Script = [new ScriptPropertyAttribute(OptionName.Camel(property.Name))];
    }

    /// <summary>In kebab case.</summary>
    public string Key { get; }

    /// <summary>Other keys under which files may give it.</summary>
    public IReadOnlyList<string> Aliases { get; }

    public OptionType Type { get; }

    /// <summary>The C# type of the value, without <see cref="Nullable{T}"/>; of one item for lists and maps.</summary>
    public Type ElementType { get; }

    public bool IsRequired { get; }

    public bool IsSecret { get; }

    /// <summary>Whether it says where events go.</summary>
    public bool IsDestination { get; }

    /// <summary>Whether it is one of several words that may be given by number, too.</summary>
    public bool IsNumbered => Type == OptionType.Choice && ElementType.IsDefined(typeof(NumberedChoiceAttribute), inherit: false);

    /// <summary>How the address that it takes may begin; nothing for options that are not addresses.</summary>
    public IReadOnlyList<string> Schemes { get; }

    /// <summary>Whether it takes any number of texts.</summary>
    public bool IsList => Type is OptionType.TextList or OptionType.TemplateList;

    /// <summary>True when <c>{{ }}</c> in the option is filled in for each event.</summary>
    public bool TakesTemplates { get; }

    /// <summary>How scripts write the option; at least one way.</summary>
    public IReadOnlyList<ScriptPropertyAttribute> Script { get; }

    public void Set(object options, object? value) => _property.SetValue(options, value);

    public object? Get(object options) => _property.GetValue(options);

    /// <summary>What the property's comment says of it.</summary>
    public string SummaryIn(DocumentationFile comments) => comments.SummaryOf(_property);

    /// <exception cref="OptionsShapeException">The type cannot be an option.</exception>
    public static OptionMember Of(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var (kind, element) = Classify(type);
        if (kind is { } known)
            return new OptionMember(property, known, element);

        throw new OptionsShapeException(
            $"property {property.Name} of {property.DeclaringType?.Name} has the type {type.Name}, which no option can have: use string, bool, " +
            "int, long, double, TimeSpan, Uri, EventTemplate, an enum, IReadOnlyList<string>, a map of string, of string lists, of EventTemplate or of object, or a class of options, a list or a map of it");
    }

    private static (OptionType? Kind, Type Element) Classify(Type type)
    {
        if (Scalar(type) is { } scalar)
            return (scalar, type);
        if (type.IsAssignableFrom(typeof(Dictionary<string, string>)) && type != typeof(object))
            return (OptionType.TextMap, typeof(string));
        if (type.IsAssignableFrom(typeof(Dictionary<string, IReadOnlyList<string>>)) && type != typeof(object))
            return (OptionType.TextListMap, typeof(string));
        if (type.IsAssignableFrom(typeof(Dictionary<string, EventTemplate>)) && type != typeof(object))
            return (OptionType.TemplateMap, typeof(EventTemplate));
        if (type.IsAssignableFrom(typeof(Dictionary<string, object>)) && type != typeof(object))
            return (OptionType.ValueMap, typeof(object));
        if (type.IsGenericType && type.GetGenericArguments() is [var key, var value] && key == typeof(string) && IsSection(value) &&
            type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, value)))
        {
            return (OptionType.SectionMap, value);
        }

        if (ItemOf(type) is { } item)
            return item == typeof(EventTemplate) ? (OptionType.TemplateList, item) : item == typeof(string) ? (OptionType.TextList, item) : IsSection(item) ? (OptionType.SectionList, item) : (null, item);
        return IsSection(type) ? (OptionType.Section, type) : (null, type);
    }

    private static OptionType? Scalar(Type type)
    {
        if (type == typeof(string))
            return OptionType.Text;
        if (type == typeof(bool))
            return OptionType.Flag;
        if (type == typeof(int) || type == typeof(long))
            return OptionType.Integer;
        if (type == typeof(double))
            return OptionType.Float;
        if (type == typeof(TimeSpan))
            return OptionType.Duration;
        if (type == typeof(Uri))
            return OptionType.Address;
        if (type == typeof(EventTemplate))
            return OptionType.Template;
        return type.IsEnum ? OptionType.Choice : null;
    }

    // Whatever an array can be assigned to: IReadOnlyList<T>, IEnumerable<T>, T[].
    private static Type? ItemOf(Type type)
    {
        if (type.IsArray)
            return type.GetElementType();
        if (!type.IsInterface || type.GetGenericArguments() is not [var item])
            return null;
        return type.IsAssignableFrom(item.MakeArrayType()) ? item : null;
    }

    private static bool IsSection(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type != typeof(object) && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true &&
        type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is not null;
}
