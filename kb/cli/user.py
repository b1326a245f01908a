"""``kb user``: accounts, for whoever runs the service."""

import sys

import click

from kb.accounts.admin_operations import MemberDraft, add_user, invite, invite_again
from kb.accounts.queries import find_any_user, list_users
from kb.accounts.second_factor_queries import set_of_users_with_second_factor
from kb.accounts.token_operations import new_token, set_password
from kb.cli.setup import Setup, answer, open_ready_setup
from kb.db.session import session_scope
from kb.errors import NotFound
from kb.models import User
from kb.security.actor import SYSTEM
from kb.words import Language, Role
from kb.work.leaving_operations import close_account
from kb.work.second_factor_operations import take_second_factor


@click.group()
def user() -> None:
    """Add people, list them, close their accounts, give them new links."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="What the person is called.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), required=True, help="What they do."
)
@click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    default=Language.SV.value,
    show_default=True,
    help="Language of their pages and letters.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(email: str, name: str, role: str, language: str, password_stdin: bool) -> None:
    """Open an account, with the password given or with a link that is printed."""
    setup = open_ready_setup()
    draft = MemberDraft(email=email, name=name, role=Role(role), language=Language(language))
    token = new_token()
    with session_scope(setup.database.writing) as session:
        if password_stdin:
            person = add_user(session, SYSTEM, draft)
            password = sys.stdin.readline().rstrip("\r\n")
            set_password(session, SYSTEM, person, password, setup.settings.site_name)
        else:
            person = invite(session, SYSTEM, draft, token)
    click.echo(f"{person.email} can sign in." if password_stdin else _link(setup, token))


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def list_(as_json: bool) -> None:
    """List every account with its role and whether it is open."""
    with open_ready_setup().database.reading() as session:
        people = list_users(session)
        with_factor = set_of_users_with_second_factor(session)
    data = [
        {
            "email": person.email,
            "name": person.name,
            "role": person.role.value,
            "is_active": person.is_active,
            "has_password": bool(person.password_hash),
            "has_second_factor": person.id in with_factor,
        }
        for person in people
    ]
    lines = [f"{each.email}  {each.role}  {_standing(each)}  {each.name}" for each in people]
    answer(data, lines or ["There is no account."], as_json=as_json)


@user.command()
@click.argument("email")
def disable(email: str) -> None:
    """Close an account: sign-ins end, barriers wait for a new owner, work stays in their name."""
    setup = open_ready_setup()
    with session_scope(setup.database.writing) as session:
        person = find_any_user(session, email)
        if person is None:
            raise NotFound(f"There is no account with the address {email}.")
        handed_on = close_account(session, SYSTEM, person)
    click.echo(f"The account is closed; {handed_on} things that they owned wait for a new owner.")


@user.command()
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Take the second factor away as well.")
def reset(email: str, second_factor: bool) -> None:
    """Print a link by which somebody can choose a new password."""
    setup = open_ready_setup()
    token = new_token()
    with session_scope(setup.database.writing) as session:
        person = find_any_user(session, email)
        if person is None:
            raise NotFound(f"There is no account with the address {email}.")
        if second_factor:
            take_second_factor(session, SYSTEM, person)
        invite_again(session, SYSTEM, person, token)
    click.echo(_link(setup, token))


def _link(setup: Setup, token: str) -> str:
    return f"{setup.settings.public_url}/password/{token}"


def _standing(person: User) -> str:
    if not person.is_active:
        return "closed"
    return "open" if person.password_hash else "invited"
