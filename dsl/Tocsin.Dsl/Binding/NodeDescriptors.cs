using System.Reflection;

namespace Tocsin.Dsl.Binding;

/// <summary>Makes descriptors from classes marked <see cref="NodeAttribute"/>, by the rules written there.</summary>
public static class NodeDescriptors
{
    /// <summary>All nodes an assembly declares.</summary>
    /// <exception cref="ArgumentException">A node's class breaks the rules.</exception>
    public static IReadOnlyList<NodeDescriptor> FromAssembly(Assembly assembly) =>
        [.. assembly.GetTypes().Where(t => t.IsDefined(typeof(NodeAttribute), inherit: false)).Select(From)];

    /// <summary>The node a class declares.</summary>
    /// <exception cref="ArgumentException">The class is not marked, or breaks the rules.</exception>
    public static NodeDescriptor From(Type type)
    {
        var attribute = type.GetCustomAttribute<NodeAttribute>(inherit: false)
            ?? throw new ArgumentException($"{type} is not a node: mark it with [Node(\"name\")].", nameof(type));
        if (!type.IsSubclassOf(typeof(NodeDefinition)))
            throw new ArgumentException($"{type} is marked [Node] but does not derive from {nameof(NodeDefinition)}.", nameof(type));

        return new NodeDescriptor
        {
            Name = attribute.Name,
            Kind = attribute.Kind ?? attribute.Name,
            DefinitionType = type,
            Wants = attribute.Wants,
            Provides = attribute.Provides,
            Follows = attribute.Follows,
            InScript = attribute.InScript,
            Becomes = attribute.Becomes,
            TakesParents = attribute.TakesParents,
            Constructor = ConstructorOf(type, attribute),
            Members = new ObjectDescriptor(attribute.Name, MembersOf(type)),
            LazySummary = DocumentationComments.SummaryOf(type),
        };
    }

    private static MemberDescriptor ConstructorOf(Type type, NodeAttribute attribute)
    {
        var constructors = type.GetConstructors();
        if (constructors.Length != 1)
            throw new ArgumentException($"{type} has {constructors.Length} public constructors; a node has exactly one, with the arguments of its call.");

        var parameters = constructors[0].GetParameters();
        if (attribute.TakesParents && parameters.Length == 0)
            return Parents(constructors[0], attribute.Name);

        return new MemberDescriptor
        {
            Name = attribute.Name,
            Parameters = [.. parameters.Select(p => ParameterOf(p, type))],
            IsVariadic = IsVariadic(parameters),
            Invoke = (_, arguments) => constructors[0].Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null),
            LazySummary = DocumentationComments.SummaryOf(type),
        };
    }

    // The further parents are linked by the binder; a constructor that does not ask for them is not given them.
    private static MemberDescriptor Parents(ConstructorInfo constructor, string name) => new()
    {
        Name = name,
        Parameters = [new ParameterDescriptor("others", typeof(GraphNode))],
        IsVariadic = true,
        Invoke = (_, _) => constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, null, null),
    };

    private static List<MemberDescriptor> MembersOf(Type type)
    {
        var members = new List<MemberDescriptor>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is { IsPublic: true } && !property.IsDefined(typeof(NotInScriptAttribute)))
                members.Add(MemberOf(property, type));
        }

        foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
        {
            if (method.GetCustomAttribute<ScriptMethodAttribute>() is { } attribute)
                members.Add(MemberOf(method, attribute, type));
        }

        var twice = members.CountBy(m => m.Name).FirstOrDefault(pair => pair.Value > 1);
        return twice.Key is null ? members : throw new ArgumentException($"{type} declares the property {twice.Key} twice; scripts cannot tell them apart.");
    }

    private static MemberDescriptor MemberOf(PropertyInfo property, Type owner)
    {
        var name = property.GetCustomAttribute<ScriptMethodAttribute>()?.Name ?? CamelCase(property.Name);
        return new MemberDescriptor
        {
            Name = name,
            Parameters = [new ParameterDescriptor(name, ScriptTypeOf(property.PropertyType, $"{owner}.{property.Name}"))],
            Invoke = (target, arguments) =>
            {
                property.SetValue(target, arguments[0], BindingFlags.DoNotWrapExceptions, null, null, null);
                return target;
            },
            Read = property.GetValue,
            LazySummary = DocumentationComments.SummaryOf(property),
        };
    }

    private static MemberDescriptor MemberOf(MethodInfo method, ScriptMethodAttribute attribute, Type owner)
    {
        var parameters = method.GetParameters();
        return new MemberDescriptor
        {
            Name = attribute.Name ?? CamelCase(method.Name),
            Parameters = [.. parameters.Select(p => ParameterOf(p, owner))],
            IsVariadic = IsVariadic(parameters),
            Invoke = (target, arguments) =>
            {
                method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
                return target;
            },
            LazySummary = DocumentationComments.SummaryOf(method),
        };
    }

    private static ParameterDescriptor ParameterOf(ParameterInfo parameter, Type owner)
    {
        var place = $"{owner}, parameter {parameter.Name}";
        var type = parameter.IsDefined(typeof(ParamArrayAttribute))
            ? ScriptTypeOf(parameter.ParameterType.GetElementType() ?? parameter.ParameterType, place)
            : ScriptTypeOf(parameter.ParameterType, place);
        return new ParameterDescriptor(parameter.Name ?? "", type, parameter.IsOptional, parameter.IsOptional ? parameter.DefaultValue : null);
    }

    private static Type ScriptTypeOf(Type type, string place)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return ScriptTypes.IsKnown(bare)
            ? bare
            : throw new ArgumentException($"{place}: scripts have no values of type {type}; use {ScriptTypes.KnownNames}.");
    }

    private static bool IsVariadic(ParameterInfo[] parameters) =>
        parameters is [.., var last] && last.IsDefined(typeof(ParamArrayAttribute));

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
