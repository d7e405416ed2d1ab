namespace Tocsin.Dsl.Binding;

/// <summary>A property that was found.</summary>
/// <param name="Receiver">What it is set on.</param>
/// <param name="IsUnusualSpelling">True when the script writes the name in another case than usual.</param>
internal sealed record TargetMember(MemberDescriptor Member, object? Receiver, bool IsUnusualSpelling)
{
    public static TargetMember? Find(IReadOnlyList<MemberDescriptor> members, string name, object? receiver)
    {
        foreach (var member in members)
        {
            if (MemberNames.Match(member.Name, name))
                return new TargetMember(member, receiver, IsUnusualSpelling: false);
        }

        foreach (var member in members)
        {
            if (member.IgnoresCase && member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return new TargetMember(member, receiver, IsUnusualSpelling: true);
        }

        return null;
    }
}
