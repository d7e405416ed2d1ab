using System.Collections.Immutable;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Server.Users;

/// <summary>
/// The users. As long as there are any, one of them is an administrator: nobody can lock all out by a slip. Safe for any number of threads.
/// </summary>
internal sealed class UserRegistry
{
    // Each is compared with in memory, and a list shows them all.
    private const int Most = 10_000;

    // Says that there were users: a state file that lost them must not open the server.
    private const string MarkName = "sign-in-required";

    private readonly TimeProvider _time;
    private readonly string? _mark;
    private readonly CommittedTable<ImmutableSortedDictionary<string, UserRow>> _users;
    private volatile bool _isMarked;

    /// <param name="folder">The data folder; null for none.</param>
    public UserRegistry(IAccessRecords records, TimeProvider time, string? folder)
    {
        (_time, _mark) = (time, folder is null ? null : Path.Combine(folder, MarkName));
        _users = new(records, records.LoadUsers().ToImmutableSortedDictionary(user => user.Name, user => user, StringComparer.Ordinal));
        _isMarked = _mark is not null && File.Exists(_mark);
        if (!_isMarked && _users.Now.Count > 0)
            Mark();
    }

    /// <summary>Called after a change: what was found out about callers before may be wrong now.</summary>
    public event Action? Changed
    {
        add => _users.Changed += value;
        remove => _users.Changed -= value;
    }

    /// <summary>Called with the name of a user who was given a password.</summary>
    public event Action<string>? PasswordGiven;

    /// <summary>By name.</summary>
    public IEnumerable<UserRow> All => _users.Now.Values;

    /// <summary>True when there are users, or were: then callers must say who they are.</summary>
    public bool IsAskedFor => _isMarked || _users.Now.Count > 0;

    public bool IsEmpty => _users.Now.IsEmpty;

    public UserRow? Find(string name) => _users.Now.GetValueOrDefault(name);

    /// <summary>Whether a data folder says that there were users.</summary>
    public static bool IsMarked(string folder) => File.Exists(Path.Combine(folder, MarkName));

    /// <exception cref="UserException">The user cannot be.</exception>
    public Task AddAsync(string name, string password, Roles roles) => ChangeAsync(users =>
    {
        CheckName(name);
        if (users.ContainsKey(name))
            throw new UserException($"user '{name}' already exists: 'tocsin users password {name}' changes the password", isConflict: true);
        if (users.Count >= Most)
            throw new UserException($"there are {Most} users already, which is the limit", isConflict: true);
        return New(name, password, roles, null);
    });

    /// <summary>Gives another password, other roles, or both.</summary>
    /// <exception cref="UserException">There is no such user, or it cannot be so.</exception>
    public Task ChangeAsync(string name, string? password, Roles? roles) => ChangeAsync(users =>
    {
        var before = users.GetValueOrDefault(name) ?? throw Unknown(name);
        var after = password is null ? before with { Changed = Now } : New(name, password, RoleNames.Read(before.Roles), before);
        return roles is { } others ? after with { Roles = RoleNames.Write(CheckRoles(others)) } : after;
    });

    /// <summary>Makes somebody an administrator with a new password, whether there is such a user or not.</summary>
    /// <exception cref="UserException">The name or the password cannot be.</exception>
    public Task ResetAsync(string name, string password) => ChangeAsync(users =>
    {
        CheckName(name);
        return New(name, password, Roles.Admin, users.GetValueOrDefault(name));
    });

    /// <summary>Removes a user, also while nothing can be stored.</summary>
    /// <returns>Why that is not stored yet; null when it is.</returns>
    /// <exception cref="UserException">There is no such user, or no administrator would be left.</exception>
    public Task<string?> RemoveAsync(string name) => _users.WithdrawAsync(users =>
    {
        if (!users.ContainsKey(name))
            throw Unknown(name);
        return (WithAdmin(users.Remove(name)), writer => writer.DeleteUser(name));
    });

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task ChangeAsync(Func<ImmutableSortedDictionary<string, UserRow>, UserRow> change)
    {
        string? given = null;
        await _users.ChangeAsync(users =>
        {
            var user = change(users);
            given = users.GetValueOrDefault(user.Name)?.PasswordHash == user.PasswordHash ? null : user.Name;
            return (WithAdmin(users.SetItem(user.Name, user)), writer => writer.SaveUser(user));
        }).ConfigureAwait(false);
        Mark();
        if (given is not null)
            PasswordGiven?.Invoke(given);
    }

    private UserRow New(string name, string password, Roles roles, UserRow? before)
    {
        if (Passwords.ProblemOf(password) is { } problem)
            throw new UserException(problem);
        return new UserRow(name, Passwords.Hash(password), RoleNames.Write(CheckRoles(roles)), before?.Created ?? Now, Now);
    }

    private void Mark()
    {
        if (_isMarked)
            return;
        if (_mark is not null)
            PrivateFile.Open(_mark, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        _isMarked = true;
    }

    private static ImmutableSortedDictionary<string, UserRow> WithAdmin(ImmutableSortedDictionary<string, UserRow> users) =>
        users.Values.Any(user => RoleNames.Read(user.Roles) == Roles.Admin)
            ? users
            : throw new UserException("this would leave no administrator: give another user the role admin first", isConflict: true);

    private static Roles CheckRoles(Roles roles) =>
        roles == Roles.None ? throw new UserException($"a user needs a role: {RoleNames.Known}") : roles;

    private static void CheckName(string name)
    {
        if (!AccountNames.IsOfUser(name))
            throw new UserException($"invalid user name '{name}': 1 to {AccountNames.Longest} characters on one line, no ':' or ',', not starting with '~', no leading or trailing spaces, not '.' or '..'");
    }

    private static UserException Unknown(string name) => new($"no user '{name}': 'tocsin users' lists them", isMissing: true);
}
